import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { policySchema } from '@orderweave/domain-segmentation';
import { IsInt, IsObject, IsOptional, Max, Min } from 'class-validator';
import { DeedBody } from '@orderweave/service';

const LARGEST = 2 ** 31 - 1;

/** The body of `POST /v1/policies` and `POST /v1/policies/validate`. */
export class DraftBody extends DeedBody {
  @ApiProperty({
    ...(JSON.parse(JSON.stringify(policySchema())) as object),
    description: 'What is left out is as in the version that it is based on',
  })
  @IsObject({ message: 'give an object with the sections that differ' })
  document!: Record<string, unknown>;

  @ApiPropertyOptional({ type: Number, description: 'Version to start from; without it the one in force' })
  @IsOptional()
  @IsInt({ message: 'give the number of a version' })
  @Min(1)
  @Max(LARGEST)
  basedOn?: number;
}

/** The body of `POST /v1/policies/:version/dry-run`. */
export class DryRunBody {
  @ApiPropertyOptional({ minimum: 1, maximum: 36, default: 6, description: 'Closed months to look back on' })
  @IsOptional()
  @IsInt({ message: 'give a whole number of months' })
  @Min(1)
  @Max(36)
  months?: number;
}
