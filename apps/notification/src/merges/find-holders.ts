/**
 * Under which id each customer lives on, by who merged into whom, however many times over; who merged into nobody is missing. Profiles of
 * two customers come in any order, so that for a moment a circle may be told: all of it then lives on under its least id.
 */
export function findHolders(mergedInto: ReadonlyMap<string, string>): Map<string, string> {
  const holders = new Map<string, string>();
  for (const start of mergedInto.keys()) {
    const path = [start];
    const seen = new Map([[start, 0]]);
    let holder: string | undefined;
    while (holder === undefined) {
      const next = mergedInto.get(path.at(-1)!);
      if (next === undefined) holder = path.at(-1)!;
      else if (seen.has(next)) holder = least(path.slice(seen.get(next)));
      else {
        seen.set(next, path.length);
        path.push(next);
      }
    }
    if (holder !== start) holders.set(start, holder);
  }
  return holders;
}

function least(ids: readonly string[]): string {
  return ids.reduce((a, b) => (a < b ? a : b));
}
