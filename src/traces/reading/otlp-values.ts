import { field, isRecord } from "../../json/value.ts";

/** The attributes of a span or an event of OTLP JSON, by their keys. Of a key that comes twice, the last counts. */
export function attributesOf(holder: unknown): ReadonlyMap<string, unknown> {
  const attributes = field(holder, "attributes");
  if (!Array.isArray(attributes)) return new Map();
  return new Map(
    attributes.map((each: unknown) => [
      String(field(each, "key")),
      plainValue(field(each, "value")),
    ]),
  );
}

/** An `AnyValue` as JSON. A number that JavaScript cannot hold stays a text. */
function plainValue(value: unknown): unknown {
  if (!isRecord(value)) return undefined;
  if ("stringValue" in value) return value["stringValue"];
  if ("boolValue" in value) return value["boolValue"];
  if ("doubleValue" in value) return value["doubleValue"];
  if ("intValue" in value) {
    const number = Number(value["intValue"]);
    return Number.isSafeInteger(number) ? number : value["intValue"];
  }
  const items = field(value["arrayValue"], "values");
  if ("arrayValue" in value) return Array.isArray(items) ? items.map(plainValue) : [];
  const members = field(value["kvlistValue"], "values");
  if (Array.isArray(members)) return Object.fromEntries(attributesOf({ attributes: members }));
  return undefined;
}
