import { ApiProperty } from '@nestjs/swagger';

/** A customer, and whose it is, as lists name it. */
export class NamedCustomer {
  @ApiProperty()
  customerId!: string;

  @ApiProperty({ type: String, nullable: true })
  name!: string | null;

  @ApiProperty({ type: String, nullable: true })
  owner!: string | null;
}
