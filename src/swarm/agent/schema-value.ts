/**
 * The values that a JSON Schema describes, as far as its type is literal: `const`, `enum`, `type`, `properties` with
 * `required`, `items`, `anyOf` and `oneOf`. What it cannot tell is `unknown`.
 */
export type SchemaValue<Schema> = Schema extends { readonly const: infer Value }
  ? Value
  : Schema extends { readonly enum: readonly (infer Value)[] }
    ? Value
    : Schema extends { readonly anyOf: readonly (infer Branch)[] }
      ? SchemaValue<Branch>
      : Schema extends { readonly oneOf: readonly (infer Branch)[] }
        ? SchemaValue<Branch>
        : Schema extends { readonly type: readonly (infer Name)[] }
          ? ValueOfType<Schema, Name>
          : Schema extends { readonly type: infer Name }
            ? ValueOfType<Schema, Name>
            : unknown;

type ValueOfType<Schema, Name> = string extends Name
  ? unknown
  : Name extends keyof Plain
    ? Plain[Name]
    : Name extends "array"
      ? Schema extends { readonly items: infer Item }
        ? SchemaValue<Item>[]
        : unknown[]
      : Name extends "object"
        ? ObjectValue<Schema>
        : unknown;

interface Plain {
  string: string;
  number: number;
  integer: number;
  boolean: boolean;
  null: null;
}

type ObjectValue<Schema> = Schema extends { readonly properties: infer Properties }
  ? Flat<
      { -readonly [Key in keyof Properties & Required<Schema>]: SchemaValue<Properties[Key]> } & {
        -readonly [Key in Exclude<keyof Properties, Required<Schema>>]?:
          | SchemaValue<Properties[Key]>
          | undefined;
      }
    >
  : Record<string, unknown>;

type Required<Schema> = Schema extends { readonly required: readonly (infer Key)[] }
  ? string extends Key
    ? never
    : Key
  : never;

/** One object type instead of an intersection, as editors show it. */
type Flat<T> = { [Key in keyof T]: T[Key] };
