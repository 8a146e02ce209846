import type { ArrayExpression, Expression, ObjectExpression } from "oxc-parser";
import { dateSchema } from "../schema/call-arguments.ts";
import { arraySchema, elementsOf, literalSchema, objectSchema } from "../schema/schema.ts";
import type { JsonSchema } from "../schema/signature.ts";
import type { Scope } from "../syntax/declarations.ts";
import { propertyName } from "../syntax/nodes.ts";
import { findConstant } from "../syntax/scope.ts";
import { codeOf, Unreadable } from "./unreadable.ts";

/**
 * The schema of the type that a value shows by itself; undefined when it does not. Throws Unreadable for a value that
 * JSON cannot hold.
 */
export function readValue(expression: Expression, scope: Scope): JsonSchema | undefined {
  switch (expression.type) {
    case "ParenthesizedExpression":
      return readValue(expression.expression, scope);
    case "Literal": {
      const { value } = expression;
      if (value === null && expression.raw === "null") return undefined;
      if (typeof value === "object" || typeof value === "bigint") break;
      return literalSchema(value, false);
    }
    case "TemplateLiteral":
      return { type: "string" };
    case "UnaryExpression":
      if (expression.operator === "!") return { type: "boolean" };
      return ["-", "+"].includes(expression.operator) ? { type: "number" } : undefined;
    case "BinaryExpression":
      return ["-", "*", "/", "%", "**"].includes(expression.operator)
        ? { type: "number" }
        : undefined;
    case "ArrayExpression":
      return readArray(expression, scope);
    case "ObjectExpression":
      return readObject(expression, scope);
    case "Identifier": {
      const [declarator, outer] = findConstant(scope, expression.name) ?? [];
      if (declarator?.id.typeAnnotation) return undefined;
      return declarator?.init && outer ? readValue(declarator.init, outer) : undefined;
    }
    case "NewExpression":
      if (expression.callee.type === "Identifier" && expression.callee.name === "Date")
        return dateSchema;
      break;
    case "ArrowFunctionExpression":
    case "FunctionExpression":
    case "ClassExpression":
      break;
    default:
      return undefined;
  }
  throw new Unreadable(`${codeOf(expression, { scope })} cannot be written in JSON`);
}

function readArray(array: ArrayExpression, scope: Scope): JsonSchema {
  const elements = array.elements.flatMap((element): readonly JsonSchema[] => {
    if (!element) return [{}];
    if (element.type !== "SpreadElement") return [readValue(element, scope) ?? {}];
    return elementsOf(readValue(element.argument, scope) ?? {});
  });
  return arraySchema(elements);
}

function readObject(object: ObjectExpression, scope: Scope): JsonSchema {
  const properties = new Map<string, JsonSchema>();
  for (const property of object.properties) {
    const name = propertyName(property);
    if (property.type !== "Property" || name === undefined) return { type: "object" };
    properties.set(name, readValue(property.value, scope) ?? {});
  }
  return objectSchema(properties, new Set(properties.keys()));
}
