import type { View } from "../address/view.ts";
import type { Run } from "../data/run.ts";

export function CasePage({ id }: { readonly run: Run; readonly view: View; readonly id: string }) {
  return <main>{id}</main>;
}
