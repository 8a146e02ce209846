import type { Config } from "../../config/config.ts";
import type { VariantConfig } from "../../config/variant.ts";
import { UsageError } from "../../runner/errors.ts";
import type { Variant } from "../../runner/variant.ts";
import { listed } from "../../text/count.ts";
import { nearest } from "../../text/nearest.ts";
import type { PlayOptions } from "../settings/options.ts";
import { serverOf } from "./servers.ts";

type VariantOptions = Pick<PlayOptions, "modelOverride" | "variant" | "asking">;

/** How the agents are asked: as the variant says that is named, else as the config. Throws UsageError for an unknown one. */
export function variantOf({ modelOverride, variant: name, asking = {} }: VariantOptions): Variant {
  const { api, request, variants } = asking;
  if (name === undefined) return { model: modelOverride, api, request };
  if (modelOverride !== undefined)
    throw new UsageError(
      `--variant ${name} and --model-override ${modelOverride} both say which model is asked. Name one of them.`,
    );
  const { model, api: ownApi = api, request: ownRequest, ...client } = variantNamed(name, variants);
  const part = { place: `variants.${name}`, client };
  return {
    name,
    model,
    api: ownApi,
    request: { ...request, ...ownRequest },
    server: Object.keys(client).length === 0 ? undefined : serverOf(asking, part),
  };
}

/** Throws UsageError for one that the config does not have. */
function variantNamed(name: string, variants: Config["variants"] = {}): VariantConfig {
  const found = Object.hasOwn(variants, name) ? variants[name] : undefined;
  if (found !== undefined) return found;
  const names = Object.keys(variants);
  const near = nearest(name, names);
  const hint =
    names.length === 0
      ? "The config has none: write variants: { … } in swarm-eval.config.ts."
      : near === undefined
        ? `There are: ${listed(names)}.`
        : `Did you mean ${near}?`;
  throw new UsageError(`There is no variant ${name}. ${hint}`);
}
