const LETTERS: Readonly<Record<string, string>> = { ß: 'ss', ø: 'o', ł: 'l', đ: 'd', æ: 'ae', œ: 'oe', ı: 'i' };

/** Thai writes its vowels as marks: without them, one word is the end of another. */
const ACCENTS = /(?!\p{Script=Thai})\p{Mn}/gu;

/** Text as it is compared: without case and accents, with one kind of apostrophe and of space. */
export const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .replaceAll(ACCENTS, '')
    .toLowerCase()
    .replaceAll(/[ßøłđæœı]/g, (letter) => LETTERS[letter] ?? letter)
    .replaceAll(/[’‘ʼ`´]/g, "'")
    .replaceAll(/\s+/g, ' ');
