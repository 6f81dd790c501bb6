import { ApiProperty } from '@nestjs/swagger';
import type { Tier } from '@orderweave/domain-segmentation';
import { Matches } from 'class-validator';
import { BasisQuery } from './month-response.js';

/** From which month, and by which tiers. */
export class MigrationQuery extends BasisQuery {
  @ApiProperty({ example: '2026-01', description: 'The other month, usually the earlier one' })
  @Matches(/^\d{4}-(0[1-9]|1[0-2])$/, { message: 'give a month as YYYY-MM, such as 2026-01' })
  from!: string;
}

/** Customers that went from one tier to another. */
export class MoveResponse {
  @ApiProperty({ enum: ['A', 'B', 'C', 'D'], nullable: true, description: 'Null for who was not known yet' })
  from!: Tier | null;

  @ApiProperty({ enum: ['A', 'B', 'C', 'D'], nullable: true, description: 'Null for who is no longer there' })
  to!: Tier | null;

  @ApiProperty()
  customers!: number;

  @ApiProperty({ description: 'Their net amount of the first month, decimal text' })
  netAmountFrom!: string;

  @ApiProperty({ description: 'Their net amount of the second month, decimal text' })
  netAmountTo!: string;
}

/** The migration between two months. */
export class MigrationResponse {
  @ApiProperty({ example: '2026-01' })
  from!: string;

  @ApiProperty({ example: '2026-02' })
  to!: string;

  @ApiProperty({ enum: ['live', 'final'] })
  basis!: 'live' | 'final';

  @ApiProperty()
  currency!: string;

  @ApiProperty()
  up!: number;

  @ApiProperty()
  down!: number;

  @ApiProperty({ description: 'In the same tier in both months' })
  kept!: number;

  @ApiProperty({ description: 'Not known yet in the first month' })
  arrived!: number;

  @ApiProperty({ description: 'No longer there in the second month, as after a merge' })
  departed!: number;

  @ApiProperty({ type: [MoveResponse], description: 'Every pair of tiers, row by row, those without a customer too' })
  cells!: MoveResponse[];
}
