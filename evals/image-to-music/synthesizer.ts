/** Semitones above the ground tone. */
const SCALES = { major: [0, 2, 4, 5, 7, 9, 11], minor: [0, 2, 3, 5, 7, 8, 10] };

export type Mode = keyof typeof SCALES;

const MOST_NOTES = 8;

/** In hertz. */
const [RATE, GROUND_TONE] = [8000, 220];

const SAMPLES_A_NOTE = RATE / 8;

/** The degrees of a scale, from 0: one for each of the first words, and the same for the same word. */
export function melody(prompt: string): number[] {
  const words = prompt.toLowerCase().match(/\p{L}+/gu) ?? [];
  return words
    .slice(0, MOST_NOTES)
    .map((word) => [...word].reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0) % 7);
}

/** The melody as a WAV file: one channel of 8 bits, an eighth of a second for each note. */
export function play(degrees: readonly number[], mode: Mode): Uint8Array {
  const scale = SCALES[mode];
  const samples = degrees.flatMap((degree) => {
    const tone = GROUND_TONE * 2 ** ((scale[degree] ?? 0) / 12);
    return Array.from({ length: SAMPLES_A_NOTE }, (_, at) => {
      const volume = 1 - at / SAMPLES_A_NOTE;
      return Math.round(128 + 100 * volume * Math.sin((2 * Math.PI * tone * at) / RATE));
    });
  });
  const head = Buffer.alloc(44);
  head.write("RIFF", 0);
  head.writeUInt32LE(36 + samples.length, 4);
  head.write("WAVEfmt ", 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(RATE, 24);
  head.writeUInt32LE(RATE, 28);
  head.writeUInt16LE(1, 32);
  head.writeUInt16LE(8, 34);
  head.write("data", 36);
  head.writeUInt32LE(samples.length, 40);
  return Buffer.concat([head, Uint8Array.from(samples)]);
}
