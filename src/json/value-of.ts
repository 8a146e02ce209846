/** What stands under a key or an index; undefined where there is nothing, and of what only a prototype has. */
export function valueOf(value: unknown, key: string | number): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, key)
    ? (value as Readonly<Record<string | number, unknown>>)[key]
    : undefined;
}
