import type { Counts } from "../stats/counts.ts";

/** How many trials passed, of how many: `3/5`. */
export function countsText({ passed, trials }: Counts): string {
  return `${passed}/${trials}`;
}

/** A p-value as it is read: `p = 0.031`, `p < 0.001`. */
export function pValueText(p: number): string {
  return p < 0.001 ? "p < 0.001" : `p = ${Number(p.toPrecision(2))}`;
}

/** A difference of shares in percent, with its sign: `+4.2 %`, `−11 %`. */
export function signedPercent(difference: number): string {
  const value = Number((Math.abs(difference) * 100).toFixed(1));
  return `${value === 0 ? "±" : difference < 0 ? "−" : "+"}${value} %`;
}
