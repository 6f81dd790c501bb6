import { ApiProperty } from '@nestjs/swagger';
import type { ChurnParameters } from '@orderweave/domain-segmentation';
import type { ModelTraining } from './model-training.js';

/** A model without the figures of its training. */
export class ModelHeadResponse {
  @ApiProperty()
  version!: number;

  @ApiProperty({ description: 'The local day from whose start it judges' })
  from!: string;

  @ApiProperty({
    enum: ['model', 'fallback'],
    description: 'Whether risk is judged by the model of purchases, or by the typical gap since there is no usable one',
  })
  basis!: 'model' | 'fallback';

  @ApiProperty({ description: "Median over customers of each one's median gap between purchase days, in days" })
  typicalGapDays!: number;

  @ApiProperty({ description: 'The first day with a counted document' })
  firstDay!: string;

  @ApiProperty({ type: Object, nullable: true, description: 'k, r, alpha (in days), a and b of MBG/CNBD-k' })
  parameters!: ChurnParameters | null;

  @ApiProperty({ type: Number, nullable: true })
  logLikelihood!: number | null;

  @ApiProperty({ type: [Object], description: 'Why the model of purchases is not used: condition, value, threshold' })
  unusable!: ModelTraining['unusable'];
}

/** A model with the figures of its training. */
export class ModelResponse extends ModelHeadResponse {
  @ApiProperty({ type: String, nullable: true, description: 'The last local day that it was trained on' })
  trainedAsOf!: string | null;

  @ApiProperty({
    type: Object,
    nullable: true,
    description:
      'Customers and days that it was trained on; the holdout with every k, its calibration by tenths, and the naive rules; the model of spend',
  })
  training!: ModelTraining | null;
}

/** The models of a tenant, newest first. */
export class ModelsResponse {
  @ApiProperty({ type: [ModelHeadResponse] })
  items!: ModelHeadResponse[];

  @ApiProperty({ type: Number, nullable: true, description: 'Cursor of the next page' })
  next!: number | null;
}
