/** A list of parts as a request line names it: the runs of their numbers, so that `[1, 2, 3, 7]` is `1-3,7`. */
export interface PartsReference {
  readonly $parts: string;
}

/** The reference to the parts of these numbers. */
export function partsReference(numbers: readonly number[]): PartsReference {
  const runs: string[] = [];
  for (let first = 0, last = 0; first < numbers.length; first = last = last + 1) {
    while (numbers[last + 1] === (numbers[last] as number) + 1) last++;
    runs.push(last > first ? `${numbers[first]}-${numbers[last]}` : `${numbers[first]}`);
  }
  return { $parts: runs.join(",") };
}

/** The numbers that a reference names. */
export function partNumbers({ $parts }: PartsReference): number[] {
  return $parts.split(",").flatMap((run) => {
    const [first = NaN, last = first] = run.split("-").map(Number);
    return Array.from({ length: last - first + 1 }, (_, offset) => first + offset);
  });
}

/** A request line whose references were changed by `rename`, number by number. */
export function renumbered(line: string, rename: (number: number) => number): string {
  return line.replace(/\{"\$parts":"([\d,-]+)"\}/g, (_, $parts: string) =>
    JSON.stringify(partsReference(partNumbers({ $parts }).map(rename))),
  );
}
