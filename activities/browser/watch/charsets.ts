/** Other writings than UTF-8 and UTF-16 that a form can be sent in (Encoding standard, section 4.2): `accept-charset`, or that of its page. */
const ONE_BYTE = [
  ...[
    'ibm866',
    'koi8-r',
    'koi8-u',
    'macintosh',
    'x-mac-cyrillic',
    'windows-874',
    'iso-8859-2',
    'iso-8859-3',
    'iso-8859-4',
  ],
  ...[
    'iso-8859-5',
    'iso-8859-6',
    'iso-8859-7',
    'iso-8859-8',
    'iso-8859-10',
    'iso-8859-13',
    'iso-8859-14',
    'iso-8859-15',
  ],
  ...['windows-1250', 'windows-1251', 'windows-1252', 'windows-1253', 'windows-1254', 'windows-1255'],
  ...['windows-1256', 'windows-1257', 'windows-1258'],
];
const SEVERAL_BYTES = ['gb18030', 'big5', 'euc-jp', 'shift_jis', 'euc-kr'];

/** The bytes of each character in one charset. */
type Table = ReadonlyMap<string, Buffer>;
let tables: readonly Table[] | null = null;

/** What a form makes of a text in each charset that has some of its letters. A letter that the charset lacks becomes a character reference. */
export function charsetWritings(text: string): Buffer[] {
  const letters = [...text];
  const foreign = letters.filter((letter) => letter > '\x7f');
  if (foreign.length === 0) return [];
  tables ??= [...ONE_BYTE.map(oneByteTable), ...SEVERAL_BYTES.map(severalBytesTable)];
  const known = tables.filter((table) => foreign.some((letter) => table.has(letter)));
  const written = known.map((table) => Buffer.concat(letters.map((letter) => table.get(letter) ?? without(letter))));
  return [...written, ...iso2022jp(letters), Buffer.concat(letters.map(without))];
}

const without = (letter: string): Buffer => Buffer.from(letter <= '\x7f' ? letter : `&#${letter.codePointAt(0)};`);

function oneByteTable(charset: string): Table {
  const bytes = [...Array(0x80).keys()].map((low) => 0x80 + low);
  return tableOf(
    charset,
    bytes.map((byte) => Buffer.from([byte])),
  );
}

function severalBytesTable(charset: string): Table {
  const leads = [...Array(0x7e).keys()].map((low) => 0x81 + low);
  const trails = [...Array(0xcf).keys()].map((low) => 0x30 + low);
  const pairs = leads.flatMap((lead) => trails.map((trail) => Buffer.from([lead, trail])));
  const singles = [...Array(0x80).keys()].map((low) => Buffer.from([0x80 + low]));
  return tableOf(charset, [...singles, ...pairs]);
}

/** The other way round: what stands for a letter, is what is read as it. Where several do, the first. */
function tableOf(charset: string, sequences: readonly Buffer[]): Table {
  const decoder = new TextDecoder(charset);
  const end = Buffer.from('\n');
  const read = decoder.decode(Buffer.concat(sequences.flatMap((bytes) => [bytes, end]))).split('\n');
  const table = new Map<string, Buffer>();
  for (const [at, letter] of read.entries())
    if ([...letter].length === 1 && letter > '\x7f' && letter !== '\ufffd' && !table.has(letter))
      table.set(letter, sequences[at] as Buffer);
  return table;
}

/** EUC-JP without its high bits, between escapes to and from that set (RFC 1468). */
function iso2022jp(letters: readonly string[]): Buffer[] {
  const eucJp = tables?.at(SEVERAL_BYTES.indexOf('euc-jp') - SEVERAL_BYTES.length);
  const parts: Buffer[] = [];
  let wide = false;
  for (const letter of letters) {
    const pair = eucJp?.get(letter);
    const isWide = pair?.length === 2 && pair.every((byte) => byte >= 0xa1);
    if (isWide !== wide) parts.push(Buffer.from(isWide ? '\x1b$B' : '\x1b(B'));
    wide = isWide;
    parts.push(isWide ? Buffer.from((pair as Buffer).map((byte) => byte & 0x7f)) : without(letter));
  }
  return parts.length === letters.length ? [] : [Buffer.concat(wide ? [...parts, Buffer.from('\x1b(B')] : parts)];
}
