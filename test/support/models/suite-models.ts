import { airlineModel } from "./airline.ts";
import { airlineFaultsModel } from "./airline/faults.ts";
import { airlineSimulatedModel } from "./airline/simulated.ts";
import { basicsModel } from "./basics.ts";
import { essayModel } from "./teams/essay.ts";
import { imageToMusicModel } from "./teams/image-to-music.ts";
import { jointChatModel } from "./teams/joint-chat.ts";
import { newsroomModel } from "./teams/newsroom.ts";
import type { Model } from "./scripted-model.ts";
import { shopperModel } from "./shopper.ts";
import { stocksModel } from "./teams/stocks.ts";
import { supportModel } from "./support.ts";
import { triageModel } from "./triage.ts";
import { weatherModel } from "./weather.ts";

/** What the stand-in plays for each suite of `evals/`, by the suite's name. */
export const SUITE_MODELS: Readonly<Record<string, () => Model>> = {
  basics: basicsModel,
  triage: triageModel,
  weather: weatherModel,
  support: supportModel,
  shopper: shopperModel,
  airline: airlineModel,
  "airline-faults": airlineFaultsModel,
  "airline-simulated": airlineSimulatedModel,
  "joint-chat": jointChatModel,
  essay: essayModel,
  newsroom: newsroomModel,
  stocks: stocksModel,
  "image-to-music": imageToMusicModel,
};

/** A model that knows the conversations of all suites: the first of their models that does not refuse a request answers it. */
export function anyModel(): Model {
  const models = Object.values(SUITE_MODELS).map((make) => make());
  return (request) => {
    for (const model of models) {
      const reply = model(request);
      if (!("status" in reply) || reply.status !== 400) return reply;
    }
    throw new Error(
      "No suite knows this conversation; recorded by itself, a suite says what is wrong.",
    );
  };
}
