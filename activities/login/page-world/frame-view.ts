import type { Permission } from './permission.js';
import type {
  ElementRef,
  FormClass,
  Gate,
  OtpKind,
  Standing,
  ViewBox,
  ViewButton,
  ViewField,
  ViewForm,
  ViewRadio,
} from './view.js';

type Local<T> = Omit<T, 'frame' | 'ref' | 'boxes' | 'submit' | 'remember' | 'fields' | 'tab'>;

/** An element inside one frame; the frame's place in the page is added outside. */
export type LocalRef = Omit<ElementRef, 'frame'>;

export type LocalField = Local<ViewField> & { ref: LocalRef; boxes: LocalRef[] };
export type LocalButton = Local<ViewButton> & { ref: LocalRef };
export type LocalStanding = Omit<Standing, 'boxes' | 'radios'> & { boxes: LocalBox[]; radios: LocalRadio[][] };
export type LocalRadio = Omit<ViewRadio, 'ref'> & { ref: LocalRef };
export type LocalBox = Omit<ViewBox, 'ref'> & { ref: LocalRef };
export type LocalForm = Local<ViewForm> & {
  class: FormClass;
  fields: LocalField[];
  submit: LocalRef | null;
  remember: LocalRef | null;
  tab: { ref: LocalRef; isShown: boolean } | null;
  boxes: LocalBox[];
  /** How strongly this speaks for a login, to rank forms across frames. */
  rank: number;
};

/** What the scan of one frame answers. */
export interface FrameView {
  gate: Gate | null;
  /** Pins of fields that may be something else once they have the focus. */
  asleep: string[];
  /** Whether there was text in a script whose phrases were not loaded. */
  lacksPhrases: boolean;
  url: string;
  title: string;
  forms: LocalForm[];
  buttons: LocalButton[];
  alerts: { text: string; role: string }[];
  captcha: string | null;
  evidence: { logout: boolean; loginLink: boolean; passkey: boolean; untypable: boolean; headings: string[] };
  permissions: Permission[];
  listed: string[];
  allowsByForm: boolean;
  otpKind: OtpKind | null;
  standing: LocalStanding;
  externalAction: { kind: 'push' | 'number_match' | 'link' | 'passkey'; text: string; number: string | null } | null;
}
