import type { LadderRows } from './ladder-rows.js';

/** Most rows of a leaf: short, because sums inside of one are added up row by row. */
export const LEAF_ROWS = 64;
/** Most children of a branch. */
export const BRANCH_CHILDREN = 32;
/** Leaves of one step. */
const STEP = 200;

/** A run of neighbouring rows of a ladder: how many, their money, and the one in front. */
interface Run {
  count: number;
  sum: bigint;
  first: number;
}

export interface RankLeaf extends Run {
  children: null;
  rows: number[];
}

export interface RankBranch extends Run {
  children: RankNode[];
}

export type RankNode = RankLeaf | RankBranch;

export function leafOf(rows: number[], table: LadderRows): RankLeaf {
  let sum = 0n;
  for (const row of rows) sum += table.amountOf(row);
  return { children: null, rows, count: rows.length, sum, first: rows[0] ?? 0 };
}

export function branchOf(children: RankNode[]): RankBranch {
  let sum = 0n;
  let count = 0;
  for (const child of children) {
    sum += child.sum;
    count += child.count;
  }
  return { children, count, sum, first: children[0]!.first };
}

/** Moves the latter half of an overfull node into a new one and returns that; null if the node is not overfull. */
export function splitNode(node: RankNode, table: LadderRows): RankNode | null {
  const length = node.children?.length ?? node.count;
  if (length <= (node.children ? BRANCH_CHILDREN : LEAF_ROWS)) return null;
  const half = length >> 1;
  const sibling = node.children ? branchOf(node.children.splice(half)) : leafOf(node.rows.splice(half), table);
  node.count -= sibling.count;
  node.sum -= sibling.sum;
  return sibling;
}

/**
 * After a removal from `children[index]`: drops it if empty, joins it with a neighbour if both together are half full at most.
 * So at least every other node stays a quarter full, and the height logarithmic.
 */
export function mendChildren(children: RankNode[], index: number): void {
  const child = children[index]!;
  if (child.count === 0 && children.length > 1) children.splice(index, 1);
  else if (index > 0 && fits(children[index - 1]!, child)) join(children, index - 1);
  else if (index + 1 < children.length && fits(child, children[index + 1]!)) join(children, index);
}

/** The root that a ladder of these ordered rows has; leaves and branches with room for more. In steps. */
export function* growRoot(rows: Uint32Array, table: LadderRows): Generator<undefined, RankNode> {
  const leafRows = (LEAF_ROWS * 3) / 4;
  let level: RankNode[] = [];
  for (let at = 0; at < rows.length; at += leafRows) {
    level.push(leafOf(Array.from(rows.subarray(at, at + leafRows)), table));
    if (level.length % STEP === 0) yield;
  }
  const width = (BRANCH_CHILDREN * 3) / 4;
  while (level.length > 1) {
    const above: RankNode[] = [];
    for (let at = 0; at < level.length; at += width) {
      above.push(branchOf(level.slice(at, at + width)));
      if (above.length % STEP === 0) yield;
    }
    level = above;
  }
  return level[0] ?? leafOf([], table);
}

function fits(a: RankNode, b: RankNode): boolean {
  if (a.children && b.children) return a.children.length + b.children.length <= BRANCH_CHILDREN / 2;
  return a.children === null && b.children === null && a.count + b.count <= LEAF_ROWS / 2;
}

function join(children: RankNode[], index: number): void {
  const [node, next] = [children[index]!, children[index + 1]!];
  if (node.children && next.children) node.children.push(...next.children);
  else if (!node.children && !next.children) node.rows.push(...next.rows);
  node.count += next.count;
  node.sum += next.sum;
  children.splice(index + 1, 1);
}
