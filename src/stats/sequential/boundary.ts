import { normalCdf } from "../distributions/normal.ts";

/** Twice as many intervals change the boundary by less than 1e-5. */
const INTERVALS = 160;

/** No path comes as far below 0, in standard deviations. */
const FAR = 7;

/**
 * The upper boundary of a group-sequential test, look by look: under the null hypothesis Z exceeds it at this look or
 * before with the probability that is spent until now. Between looks at information I₁ < I₂ < … the score Z√I moves on
 * by a normal step of variance I₂ − I₁; the density of the paths that have not crossed is carried along on a grid.
 * Sources: Lan and DeMets 1983, "Discrete Sequential Boundaries for Clinical Trials"; Armitage, McPherson and Rowe 1969,
 * "Repeated Significance Tests on Accumulating Data", for the recursion.
 */
export class Boundary {
  #information = 0;
  #spent = 0;
  /** Where paths may stand that have not crossed, and how probable each place is. */
  #places = new Float64Array([0]);
  #weights = new Float64Array([1]);

  /**
   * The boundary for Z at a look with this information, of which there must be more each time, when so much of the
   * level is spent. Infinite if nothing is spent since the last look.
   */
  next(information: number, spent: number): number {
    const step = Math.sqrt(information - this.#information);
    if (!(step > 0)) throw new RangeError(`information must grow, but is ${information}.`);
    const score = this.#scoreExceededWith(Math.max(0, spent - this.#spent), step, information);
    const upper = Math.min(score, FAR * Math.sqrt(information));
    this.#carryOn(-FAR * Math.sqrt(information), upper, step);
    this.#information = information;
    this.#spent = Math.max(spent, this.#spent);
    return score / Math.sqrt(information);
  }

  #scoreExceededWith(probability: number, step: number, information: number): number {
    if (probability < 1e-12) return Infinity;
    let low = -FAR * Math.sqrt(information);
    let high = FAR * Math.sqrt(information);
    let score = 0;
    for (let round = 0; round < 60; round += 1) {
      const { exceeded, density } = this.#beyond(score, step);
      if (exceeded > probability) low = score;
      else high = score;
      // Newton's method on the logarithm, held within a bracket.
      const newton = score + (Math.log(exceeded / probability) * exceeded) / density;
      const next = newton > low && newton < high ? newton : (low + high) / 2;
      if (Math.abs(next - score) < 1e-9 * step) return next;
      score = next;
    }
    return score;
  }

  /** The probability that the next step leads beyond a score, and its density there. */
  #beyond(score: number, step: number): { readonly exceeded: number; readonly density: number } {
    let exceeded = 0;
    let density = 0;
    for (let index = 0; index < this.#places.length; index += 1) {
      const z = ((this.#places[index] ?? 0) - score) / step;
      const weight = this.#weights[index] ?? 0;
      if (z < -9 || weight === 0) continue;
      exceeded += weight * normalCdf(z);
      density += weight * Math.exp(-0.5 * z * z);
    }
    return { exceeded, density: density / (step * Math.sqrt(2 * Math.PI)) };
  }

  /** Carries the density to the next look by Simpson's rule. */
  #carryOn(from: number, to: number, step: number): void {
    const width = (to - from) / INTERVALS;
    const places = Float64Array.from({ length: INTERVALS + 1 }, (_, index) => from + index * width);
    const scale = width / 3 / (step * Math.sqrt(2 * Math.PI));
    const weights = places.map((place, index) => {
      let density = 0;
      for (let before = 0; before < this.#places.length; before += 1) {
        const z = (place - (this.#places[before] ?? 0)) / step;
        if (z > -9 && z < 9) density += (this.#weights[before] ?? 0) * Math.exp(-0.5 * z * z);
      }
      const simpson = index === 0 || index === INTERVALS ? 1 : index % 2 === 1 ? 4 : 2;
      return simpson * scale * density;
    });
    [this.#places, this.#weights] = [places, weights];
  }
}
