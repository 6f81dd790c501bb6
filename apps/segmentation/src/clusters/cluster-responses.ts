import { ApiProperty } from '@nestjs/swagger';
import type { Language } from '@orderweave/domain-ordering';
import type { ClusterFeature } from '@orderweave/domain-segmentation';
import { NamedCustomer } from '../read-api/named-customer.js';

/** Customers that are alike. */
export class ClusterResponse {
  @ApiProperty({ description: 'Stays with customers of this kind when clusters are fitted anew' })
  number!: number;

  @ApiProperty({
    example: 'c2',
    description: 'As segments ask for it: `{"attribute": "cluster", "op": "eq", "value": "c2"}`',
  })
  name!: string;

  @ApiProperty({ type: Object, description: 'In words, by language' })
  description!: Record<Language, string>;

  @ApiProperty({ description: 'Of the customers that clusters were fitted to' })
  size!: number;

  @ApiProperty({ description: 'Its share of them, 0 to 1' })
  share!: number;

  @ApiProperty({
    type: Number,
    nullable: true,
    description: 'Customers in it now; null in a version that is no longer in use',
  })
  members!: number | null;

  @ApiProperty({ type: Object, description: "Its centre, in the features' own units (about a geometric mean)" })
  centre!: Record<ClusterFeature, number>;

  @ApiProperty({ type: Object, description: 'The same in standard deviations from the mean, on a logarithmic scale' })
  deviations!: Record<ClusterFeature, number>;
}

/** How well one number of clusters fits. */
export class TriedClustersResponse {
  @ApiProperty()
  k!: number;

  @ApiProperty({ description: 'Mean silhouette (Rousseeuw 1987), −1 to 1; the greatest is taken' })
  silhouette!: number;
}

/** The clusters of one fit. */
export class ClustersResponse {
  @ApiProperty({ description: '0 before clusters were fitted for the first time' })
  version!: number;

  @ApiProperty({ type: String, nullable: true, description: 'The local day as of whose end customers were looked at' })
  asOf!: string | null;

  @ApiProperty({ description: 'Customers with an order in the 365 days before, 20,000 of them at most' })
  customers!: number;

  @ApiProperty({ description: 'The number of clusters' })
  k!: number;

  @ApiProperty({ description: 'Its mean silhouette; 0 for a single cluster' })
  silhouette!: number;

  @ApiProperty({ type: [TriedClustersResponse] })
  tried!: TriedClustersResponse[];

  @ApiProperty({ type: [ClusterResponse], description: 'The largest first' })
  items!: ClusterResponse[];
}

/** A page of the versions. */
export class ClusterVersionsResponse {
  @ApiProperty({ type: [ClustersResponse], description: 'Newest first' })
  items!: ClustersResponse[];

  @ApiProperty({ type: Number, nullable: true, description: 'Pass as `cursor` to read on' })
  next!: number | null;
}

/** A customer of a cluster. */
export class ClusterMemberResponse extends NamedCustomer {}

/** A page of the customers of a cluster. */
export class ClusterMembersResponse {
  @ApiProperty({ type: [ClusterMemberResponse] })
  items!: ClusterMemberResponse[];

  @ApiProperty({ type: String, nullable: true, description: 'Pass as `cursor` to read on' })
  next!: string | null;
}
