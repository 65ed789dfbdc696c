/** Fields that only say "Answer", under a question. */
import { expect, it } from 'vitest';
import { variants } from '../../support/variants.js';
import { browserForTests } from './harness.js';

const { view } = browserForTests();
const asks = (heading: string, question: string, field: string): string =>
  `<h1>${heading}</h1><form><p>${question}</p><p>${field}</p><button>OK</button></form>`;
const answer = (label: string, more = ''): string => `<label>${label} <input name="antwort" ${more}></label>`;

it.each(
  variants(3, [
    [
      'Sicherheitsfrage',
      'Wie lautet der Mädchenname Ihrer Mutter?',
      'Antwort',
      'wie_lautet_der_madchenname_ihrer_mutter',
    ],
    ['Security question', 'What was the name of your first pet?', 'Your answer', 'what_was_the_name_of_your_first_pet'],
    ['Контрольный вопрос', 'В каком городе вы родились?', 'Ответ', 'в_каком_городе_вы_родились'],
    ['秘密の質問', '最初に飼ったペットの名前は？', '答え', '最初に飼ったペットの名前は'],
    [
      'Pytanie pomocnicze',
      'Jak miał na imię Twój pierwszy nauczyciel?',
      'Odpowiedź',
      'jak_mial_na_imie_twoj_pierwszy_nauczyciel',
    ],
    [
      'Pregunta secreta',
      '¿En qué ciudad se conocieron sus padres?',
      'Respuesta',
      'en_que_ciudad_se_conocieron_sus_padres',
    ],
  ]),
)('are called by it, so that another question gets another answer: %s, %s', async (heading, question, label, name) => {
  for (const more of ['', 'type="password" autocomplete="off"']) {
    const { forms } = await view(asks(heading, question, answer(label, more)));
    const [field] = forms.flatMap(({ fields }) => fields);
    expect(field).toMatchObject({ role: 'custom', label, hint: question, called: [] });
    expect(field?.name).toBe(name);
  }
});

it('but a field that says what it is for keeps its name', async () => {
  const { forms } = await view(asks('Almost there', 'Do you have your card?', answer('Customer card number')));
  expect(forms.flatMap(({ fields }) => fields.map(({ name }) => name))).toEqual(['customer_card_number']);
});
