/** JSON text with sorted keys and no spaces: equal values have equal text. What JSON leaves out (undefined, functions) is left out. */
export function canonicalJson(value: unknown): string {
  const ready = hasToJson(value) ? value.toJSON() : value;
  if (typeof ready !== "object" || ready === null) return JSON.stringify(ready) ?? "null";
  if (Array.isArray(ready)) return `[${ready.map(canonicalJson).join(",")}]`;
  const record = ready as Readonly<Record<string, unknown>>;
  let members = "";
  for (const key of Object.keys(record).sort()) {
    const member = record[key];
    if (!isJson(member)) continue;
    members += `${members === "" ? "" : ","}${JSON.stringify(key)}:${canonicalJson(member)}`;
  }
  return `{${members}}`;
}

function isJson(value: unknown): boolean {
  return value !== undefined && typeof value !== "function" && typeof value !== "symbol";
}

function hasToJson(value: unknown): value is { toJSON(): unknown } {
  return (
    typeof value === "object" &&
    value !== null &&
    typeof (value as { toJSON?: unknown }).toJSON === "function"
  );
}
