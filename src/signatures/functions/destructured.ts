import type { BindingProperty, ObjectPattern } from "oxc-parser";
import { documented, objectSchema, propertiesOf, requiredOf } from "../schema/schema.ts";
import type { JsonSchema, Parameter, Signature } from "../schema/signature.ts";
import type { JsDoc, JsDocParameter } from "../syntax/jsdoc.ts";
import { propertyName } from "../syntax/nodes.ts";
import type { KnownType } from "../types/known-types.ts";
import { Unreadable, within } from "../types/unreadable.ts";
import {
  parameterOf,
  readDefault,
  readParameter,
  tagOf,
  withDocProperties,
  type ParameterSources,
} from "./parameter.ts";

const hidden = "contextVariables";

/** Reads the properties of a destructured parameter: those of its type, else of its pattern. Throws Unreadable. */
export function readDestructured(
  pattern: ObjectPattern,
  sources: ParameterSources,
): Pick<Signature, "parameters" | "contextVariables"> {
  const taken = new Map<string, BindingProperty>();
  for (const property of pattern.properties) {
    const name = propertyName(property);
    if (property.type === "Property" && name !== undefined) taken.set(name, property);
    else if (!sources.type) throw new Unreadable("its properties are not all named");
  }
  const type = sources.type ?? typeInDoc(sources);
  const inside = { ...sources, doc: withShortNames(sources.doc) };
  const parameters = type
    ? readTyped(type, taken, inside)
    : [...taken].flatMap(([name, { value }]) =>
        name === hidden ? [] : [within(name, () => readProperty(name, value, inside))],
      );
  return { parameters, contextVariables: taken.has(hidden) ? "property" : undefined };
}

function readTyped(
  type: KnownType,
  taken: ReadonlyMap<string, BindingProperty>,
  { types, doc }: ParameterSources,
): Parameter[] {
  const { schema } = type.read(hidden);
  const properties = propertiesOf(schema);
  for (const name of taken.keys())
    if (!properties.has(name) && name !== hidden)
      throw new Unreadable("its type does not have this property", [name]);
  const required = requiredOf(schema);
  return [...properties].map(([name, part]) =>
    parameterOf(
      name,
      documented(withDocProperties(part, name, doc, types), tagOf(name, doc)),
      required.has(name) && taken.get(name)?.value.type !== "AssignmentPattern",
    ),
  );
}

function readProperty(
  name: string,
  value: BindingProperty["value"],
  sources: ParameterSources,
): Parameter {
  const hasDefault = value.type === "AssignmentPattern";
  const own = { ...sources, type: undefined, optional: false, start: value.start };
  return readParameter(name, () => readPattern(value, own), hasDefault, own);
}

function readPattern(value: BindingProperty["value"], sources: ParameterSources): JsonSchema {
  const [target, initial] =
    value.type === "AssignmentPattern" ? [value.left, value.right] : [value, undefined];
  if (target.type === "ArrayPattern") return { type: "array", items: {} };
  if (target.type !== "ObjectPattern")
    return readDefault(initial, { ...sources, start: value.start });
  const read = new Map<string, JsonSchema>();
  const required = new Set<string>();
  for (const property of target.properties) {
    const name = propertyName(property);
    if (property.type !== "Property" || name === undefined) return { type: "object" };
    read.set(
      name,
      within(name, () => readPattern(property.value, sources)),
    );
    if (property.value.type !== "AssignmentPattern") required.add(name);
  }
  return objectSchema(read, required);
}

/** The JSDoc with each `@param anything.from` as `@param from` too. */
function withShortNames(doc: JsDoc | undefined): JsDoc | undefined {
  const short = (tag: JsDocParameter) => ({ ...tag, name: tag.name.replace(/^[^.]*\./, "") });
  return doc && { ...doc, parameters: doc.parameters.flatMap((tag) => [tag, short(tag)]) };
}

/** The type of the whole object in `@param {{ from: string }} options`. */
function typeInDoc({ doc, types }: ParameterSources): KnownType | undefined {
  const tag = doc?.parameters.find(({ type }) => type?.startsWith("{"));
  return tag?.type === undefined ? undefined : types.documented(tag.type);
}
