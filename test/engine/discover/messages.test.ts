import { describe, expect, it } from 'vitest';
import { variants } from '../../support/variants.js';
import { browserForTests } from './harness.js';

const { view } = browserForTests();

describe('the one button of a message', () => {
  const over = (label: string, more = ''): string =>
    `<form><label>Name <input name="u"></label><label>Password <input type="password"></label><button>Log in</button></form><div role="alertdialog" style="position:fixed;inset:0">${more}<p>!</p><button>${label}</button></div>`;

  it.each(variants(3, ['Tamam', 'Schließen', 'Rozumiem', '閉じる', '확인', 'Fechar', 'Закрыть', 'OK']))(
    '%s takes note of it',
    async (label) => {
      expect((await view(over(label))).buttons.find((one) => one.label === label)?.kind).toBe('take_note');
    },
  );

  it('asks where the message has a field, or it says something else', async () => {
    for (const html of [over('Tamam', '<input>'), over('Kabul ediyorum')])
      expect((await view(html)).buttons.map(({ kind }) => kind)).not.toContain('take_note');
  });
});
