/** Union-find over strings, with path halving and union by size (Tarjan & van Leeuwen 1984). */
export class DisjointSets {
  private readonly parents = new Map<string, string>();
  private readonly sizes = new Map<string, number>();

  /** The representative of the set that `member` is in; a new member is a set of its own. */
  find(member: string): string {
    let current = member;
    let parent = this.parents.get(current);
    if (parent === undefined) {
      this.parents.set(member, member);
      return member;
    }
    while (parent !== current) {
      const grandparent: string = this.parents.get(parent) ?? parent;
      this.parents.set(current, grandparent);
      current = grandparent;
      parent = this.parents.get(current) ?? current;
    }
    return current;
  }

  /** Joins the sets of two members; returns the representative of the joined one. */
  union(a: string, b: string): string {
    const one = this.find(a);
    const other = this.find(b);
    if (one === other) return one;
    const sizeOne = this.sizes.get(one) ?? 1;
    const sizeOther = this.sizes.get(other) ?? 1;
    const [root, child] = sizeOne >= sizeOther ? [one, other] : [other, one];
    this.parents.set(child, root);
    this.sizes.set(root, sizeOne + sizeOther);
    return root;
  }
}
