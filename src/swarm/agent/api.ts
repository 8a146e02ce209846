/** The APIs by which a model can be asked. */
export const APIS = ["chat_completions", "responses"] as const;

/** One of them. */
export type Api = (typeof APIS)[number];

/** The API by which a model is asked if nobody says. */
export function apiFor(_model: string): Api {
  return "chat_completions";
}

/** Throws a TypeError for an API that there is not. */
export function checkApi(api: unknown): void {
  if (api === undefined || APIS.includes(api as Api)) return;
  throw new TypeError(
    `An agent's api is ${APIS.map((name) => JSON.stringify(name)).join(" or ")}, not ${JSON.stringify(api)}.`,
  );
}
