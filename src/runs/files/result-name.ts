import type { ResultHeader } from "../../results/result.ts";
import { fileName } from "../../traffic/tape/path.ts";

/** The name of the files of a suite's results and reports, without their endings. */
export function resultName(
  suite: string,
  { variant, shard }: Pick<ResultHeader, "variant" | "shard">,
): string {
  return [
    // A result that somebody else has written may call its suite what leads elsewhere.
    /[/\\\p{Cc}]|^\./u.test(suite) ? fileName(suite) : suite,
    ...(variant === undefined ? [] : [fileName(variant)]),
    ...(shard === undefined ? [] : [`${shard.index}-of-${shard.of}`]),
  ].join(".");
}
