// Where models answer and a baseline says how a case fared, trials are played where they decide something.

/** How many trials every case has, whatever they come to. */
export const FIRST_TRIALS = 2;

/** Up to how many trials a case is played on that looks broken, unless the user says so. */
export const MOST_TRIALS = 30;
