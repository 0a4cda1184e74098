// Text of seven bits a character, as site/build/septets.go writes it.

const barred = [0, 13, 39, 38, 60];

/** The bytes behind a text of septets; throws where the text is none. */
export function septets(text: string): Uint8Array<ArrayBuffer> {
  const colon = text.indexOf(":");
  const size = Number(text.slice(0, colon));
  if (colon < 1 || !Number.isInteger(size)) throw new Error("this is no text of septets: it does not begin with its length");
  const bytes = new Uint8Array(size);
  let at = 0;
  let held = 0; // bits that do not make a byte yet, at the right
  let count = 0; // how many they are
  for (let i = colon + 1; i < text.length; i++) {
    let c = text.charCodeAt(i);
    if (c >= 128) {
      c -= 128;
      const first = barred[c >> 7];
      if (first === undefined) throw new Error(`character ${i} of a text of septets is none`);
      held = (held << 7) | first;
      count += 7;
      if (count >= 8) bytes[at++] = held >> (count -= 8);
      c &= 127;
    }
    held = ((held & 255) << 7) | c;
    count += 7;
    if (count >= 8) bytes[at++] = held >> (count -= 8);
  }
  if (at < size) throw new Error(`a text of septets is cut off: it has ${at} of ${size} bytes`);
  return bytes;
}
