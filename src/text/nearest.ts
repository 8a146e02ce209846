/** The name that was most likely meant; undefined if more than one letter in `oneIn` would be wrong. */
export function nearest(name: string, known: readonly string[], oneIn = 3): string | undefined {
  let best: { readonly candidate: string; readonly distance: number } | undefined;
  const given = letters(name);
  for (const candidate of known) {
    const most = Math.max(1, Math.floor(Math.max(name.length, candidate.length) / oneIn));
    const wanted = letters(candidate);
    // So many letters would have to be inserted or deleted.
    if (Math.abs(given.length - wanted.length) > most) continue;
    const distance = editDistance(given, wanted);
    if (distance <= most && distance < (best?.distance ?? Infinity)) best = { candidate, distance };
  }
  return best?.candidate;
}

/** A name reduced so that `toolCalls`, `tool-calls` and `tool_calls` are the same. */
export function letters(name: string): string {
  return name.toLowerCase().replaceAll(/[_$ -]/g, "");
}

/** How many letters must be inserted, deleted, replaced or swapped with their neighbour (optimal string alignment). */
function editDistance(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1];
      const swapped = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      current.push(
        Math.min(
          at(last, column - 1) + (same ? 0 : 1),
          at(last, column) + 1,
          at(current, column - 1) + 1,
          swapped ? at(beforeLast, column - 2) + 1 : Infinity,
        ),
      );
    }
    [beforeLast, last] = [last, current];
  }
  return at(last, to.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Infinity;
}
