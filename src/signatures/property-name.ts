import type { Expression, PropertyKey } from "oxc-parser";

/** The name that a property's key spells out; undefined for a private or a computed one. */
export function propertyName(property: {
  readonly key: PropertyKey | Expression;
  readonly computed: boolean;
}): string | undefined {
  const { key, computed } = property;
  if (key.type === "Literal") return String(key.value);
  return key.type === "Identifier" && !computed ? key.name : undefined;
}
