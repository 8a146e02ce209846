/** The numbers of parts as a request line names them: the runs, so that 1, 2, 3, 7 is `1-3,7`. */
export function partsReference(numbers: readonly number[]): string {
  const runs: string[] = [];
  for (let first = 0, last = 0; first < numbers.length; first = last = last + 1) {
    while (numbers[last + 1] === (numbers[last] as number) + 1) last++;
    runs.push(last > first ? `${numbers[first]}-${numbers[last]}` : `${numbers[first]}`);
  }
  return runs.join(",");
}

/** The numbers that a reference names. */
export function partNumbers(reference: string): number[] {
  return reference.split(",").flatMap((run) => {
    const [first = NaN, last = first] = run.split("-").map(Number);
    return Array.from({ length: last - first + 1 }, (_, offset) => first + offset);
  });
}
