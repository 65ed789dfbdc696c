import type { PendingField } from '../../../contract/invocation/invocation.js';
import { kindOf, labelOf } from '../field-kind.js';
import { useStrings } from '../strings/index.js';
import type { ControlProps } from './control-props.js';
import { Icon } from './icon.js';
import { PasswordInput } from './password-input.js';

interface Props {
  readonly field: PendingField;
  /** What is wrong with it; null is nothing. */
  readonly error: string | null;
}

/** Preact types an input by its constant type; this one has it from the site. */
const ofType = (type: string) => ({ type }) as { readonly type: 'text' };

/** One value that the site asks for. */
export function Field({ field, error }: Props) {
  const strings = useStrings();
  const id = `field-${field.name}`;
  const control: ControlProps = {
    id,
    name: field.name,
    'aria-required': field.required,
    'aria-invalid': error !== null,
    'aria-describedby': `${id}-error ${id}-hint`,
  };
  return (
    <div class="field">
      <label for={id}>
        {labelOf(field, strings)}
        {!field.required && <span class="optional"> ({strings.question.optional})</span>}
      </label>
      <Control field={field} control={control} />
      <p class="error" id={`${id}-error`}>
        {error !== null && (
          <>
            <Icon name="alert" />
            <span>{error}</span>
          </>
        )}
      </p>
      <p class="hint" id={`${id}-hint`}>
        {field.hint}
      </p>
    </div>
  );
}

function Control({ field, control }: { readonly field: PendingField; readonly control: ControlProps }) {
  const strings = useStrings();
  const { type, inputMode, autocomplete } = kindOf(field);
  if (field.options !== null) {
    return (
      <select {...control}>
        <option value="">{strings.question.choose}</option>
        {field.options.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    );
  }
  if (type === 'password') return <PasswordInput control={control} placeholder={field.placeholder} />;
  return (
    <input
      {...control}
      {...ofType(type)}
      inputMode={inputMode}
      autocomplete={autocomplete}
      placeholder={field.placeholder ?? undefined}
      autocapitalize="none"
      autocorrect="off"
      spellcheck={false}
      class={autocomplete === 'one-time-code' ? 'code' : undefined}
    />
  );
}
