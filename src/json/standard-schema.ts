/** The part of Standard Schema (standardschema.dev) that is used; zod, valibot and ArkType schemas have it. */
export interface StandardSchema<Output = unknown> {
  readonly "~standard": {
    readonly vendor: string;
    readonly types?: { readonly input: unknown; readonly output: Output } | undefined;
    validate(value: unknown): Validated<Output> | Promise<Validated<Output>>;
    readonly jsonSchema?: { input(options: { target: "draft-07" }): Record<string, unknown> };
  };
}

type Validated<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly Issue[] };

export interface Issue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

export function isStandardSchema(value: unknown): value is StandardSchema {
  if ((typeof value !== "object" && typeof value !== "function") || value === null) return false;
  return "~standard" in value;
}

/** One sentence for each issue: where, then what is wrong, in the library's own words. */
export function describeIssues(issues: readonly Issue[]): string[] {
  return issues.map((issue) => {
    const { message } = issue;
    const names = pathOf(issue);
    return `${[...(names.length > 0 ? [names.join(".")] : []), message].join(": ")}.`;
  });
}

/** The keys that lead to what an issue is about. */
export function pathOf({ path = [] }: Issue): string[] {
  return path.map((part) => String(typeof part === "object" ? part.key : part));
}
