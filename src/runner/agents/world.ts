import { faulty, within, type Fault } from "../../json/fault.ts";
import { withoutTags } from "../../signatures/loading/tags.ts";
import { isStandardSchema, type Issue } from "../../json/standard-schema.ts";
import { UsageError } from "../errors.ts";

/** What an agents module makes of the `world` of a case. */
export interface Worlds {
  /** Whether the module says what a world is: then a case without one may be wrong, too. */
  readonly described: boolean;
  /** A copy for one trial, as the module's schema gives it, or what is wrong with it. */
  read(world: unknown): Promise<World>;
}

type World =
  | { readonly value: unknown; readonly faults?: undefined }
  | { readonly faults: readonly Fault[] };

/** What a module makes of worlds, by its exports. Throws UsageError for a `worldSchema` that cannot be used. */
export function worldsOf(exports: Readonly<Record<string, unknown>>, file: string): Worlds {
  const { default: entry, worldSchema: schema } = exports;
  const problem = typeof entry === "function" ? ignoredBy(entry) : NO_FACTORY;
  if (schema === undefined) {
    return {
      described: false,
      async read(world) {
        return world === undefined || problem === undefined
          ? { value: structuredClone(world) }
          : { faults: faulty(`${file} would ignore it: ${problem}`) };
      },
    };
  }
  if (!isStandardSchema(schema))
    throw new UsageError(
      `The worldSchema of ${file} is no schema. Export one that follows Standard Schema, such as z.object({ orders: z.array(z.string()) }).`,
    );
  if (problem !== undefined) throw new UsageError(`${file} has a worldSchema, but ${problem}.`);
  return {
    described: true,
    async read(world) {
      const { validate } = schema["~standard"];
      const validated = await validate(structuredClone(world));
      return validated.issues === undefined
        ? { value: validated.value }
        : { faults: validated.issues.flatMap((issue) => faultOf(issue, world)) };
    },
  };
}

const NO_FACTORY = "its default export is an agent, and only a function is given the world";

/** Why a factory ignores what it is given; undefined if it may not. */
function ignoredBy(factory: Function): string | undefined {
  const text = withoutTags(Function.prototype.toString.call(factory));
  return /^(?:async\b\s*)?(?:function\b[^(]*)?\(\s*\)/.test(text) && !/\barguments\b/.test(text)
    ? "its factory has no parameter, such as { world }"
    : undefined;
}

function faultOf({ path = [], message }: Issue, world: unknown): readonly Fault[] {
  const problem =
    world === undefined ? `the agents module needs one: ${message}` : message.replace(/\.$/, "");
  return path
    .map((part) => (typeof part === "object" ? part.key : part))
    .reduceRight<readonly Fault[]>(
      (faults, key) => within(typeof key === "number" ? key : String(key), faults),
      faulty(problem),
    );
}
