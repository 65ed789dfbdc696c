import { optionId } from '../evidence/ids.js';
import type { ViewField } from '../page-world/view.js';
import { fold } from '../read/fold.js';

/** Inputs that a browser has a picker for: they take no letters, but a value as a whole (HTML standard, 4.10.5.1.7). */
const PICKED: ReadonlySet<string> = new Set(['date', 'month', 'week', 'time', 'datetime-local']);

/** Whether a value is typed, or set, as text that can be compared with what the field holds then. */
export const isHeldAsText = ({ options, keypad, inputType }: ViewField): boolean =>
  options === null && !keypad && inputType !== 'list';

/** What a field is set to that is picked and not typed, such as an option of a list or a date; null for one that is typed. */
export function pickedValue({ options, inputType }: ViewField, value: string): string | null {
  if (options !== null) return optionFor(options, value)?.value ?? value;
  if (!PICKED.has(inputType)) return null;
  return inputType === 'date' ? isoDate(value) : value.trim();
}

type Options = NonNullable<ViewField['options']>;

/** The option that a value names, as it is sent or as it is read, else the only one that has it in its name. Who does not see the page names it by its id. */
export function optionFor(options: Options, value: string): Options[number] | undefined {
  const wanted = called(value);
  const ways: readonly ((option: Options[number]) => boolean)[] = [
    (option) => option.value === value,
    (option) => optionId(option.value) === value,
    (option) => [option.value, option.label].some((text) => called(text) === wanted),
    (option) => wanted !== '' && called(option.label).includes(wanted),
  ];
  const found = ways.map((isMeant) => options.filter(isMeant)).find((some) => some.length > 0) ?? [];
  return found.length === 1 ? found[0] : undefined;
}

const called = (text: string): string => fold(text).replaceAll(/\s+/g, ' ').trim();

/** A date as an input takes it. What may be read in two ways ("5/6/1987") stays as it is, and is not taken. */
function isoDate(value: string): string {
  const [, first = '', mark = '', second = '', year = ''] =
    /^\s*(\d{1,2})([./-])\s*(\d{1,2})[./-]\s*(\d{4})\s*$/.exec(value) ?? [];
  if (year === '') return value.trim().replaceAll(/[./]/g, '-');
  // Dots are written behind the day everywhere; else the larger number can be the day only.
  const isDayFirst = mark === '.' || Number(first) > 12;
  if (!isDayFirst && Number(second) <= 12 && first !== second) return value;
  const [day, month] = isDayFirst ? [first, second] : [second, first];
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}
