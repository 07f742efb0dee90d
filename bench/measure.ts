/** The median of some numbers. */
export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? Number.NaN)
    : ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2;
}

/** `0.42 s (0.40–0.47)`: the median and the range of the rounds. */
export function spread(numbers: readonly number[], unit: string, digits = 2): string {
  const show = (value: number) => value.toFixed(digits);
  return `${show(median(numbers))} ${unit} (${show(Math.min(...numbers))}–${show(Math.max(...numbers))})`;
}

/** The duration of a task in seconds. */
export async function seconds(task: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await task();
  return (performance.now() - began) / 1000;
}

/** Prints a line of the report: a measurement and its comparison. */
export function report(line: string): void {
  process.stdout.write(`${line}\n`);
}
