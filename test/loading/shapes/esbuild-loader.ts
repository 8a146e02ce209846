import { transformSync } from "esbuild";

/** A loader of webpack for TypeScript. */
export default function esbuildLoader(text: string): string {
  return transformSync(text, { loader: "ts" }).code;
}
