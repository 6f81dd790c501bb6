import {
  Column,
  Entity,
  Index,
  OneToMany,
  ManyToOne,
  PrimaryColumn,
  PrimaryGeneratedColumn,
  type Relation,
} from 'typeorm';

/** An order as the plain way keeps it. */
@Entity('plain_order')
export class PlainOrder {
  @PrimaryColumn('text') id!: string;
  @Index() @Column('text', { nullable: true }) customerId!: string | null;
  @Column('text') month!: string;
  @Column('text') updatedAt!: string;
  @Column('numeric') netAmount!: string;
  @Column('boolean') counts!: boolean;
  @OneToMany(() => PlainLine, (line) => line.order, { cascade: true, orphanedRowAction: 'delete' }) lines!: Relation<
    PlainLine[]
  >;
}

/** A line of it. */
@Entity('plain_line')
export class PlainLine {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @Index() @ManyToOne(() => PlainOrder, (order) => order.lines) order!: Relation<PlainOrder>;
  @Column('text') sku!: string;
  @Column('numeric') quantity!: string;
  @Column('numeric') unitPrice!: string;
}

/** A customer, found by an identifier. */
@Entity('plain_identifier')
export class PlainIdentifier {
  @PrimaryColumn('text') value!: string;
  @Index() @Column('text') customerId!: string;
}

/** What a customer bought in a month, and its tier there. */
@Entity('plain_month')
export class PlainMonth {
  @PrimaryColumn('text') customerId!: string;
  @PrimaryColumn('text') month!: string;
  @Column('numeric') amount!: string;
  @Column('text', { nullable: true }) tier!: string | null;
}

/** An alert about a change of tier. */
@Entity('plain_alert')
export class PlainAlert {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @Column('text') customerId!: string;
  @Column('text') month!: string;
  @Column('text', { nullable: true }) from!: string | null;
  @Column('text', { nullable: true }) to!: string | null;
  @Column('text') orderId!: string;
}
