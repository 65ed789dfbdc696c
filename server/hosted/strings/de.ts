import type { ErrorWords, Strings } from './en.js';

const words = (happened: string, next: string): ErrorWords => ({ happened, next });
const tell = 'Sagen Sie bitte der Person Bescheid, die Ihnen den Link geschickt hat.';
const newLink = 'Bitten Sie um einen neuen Link.';
const later = 'Versuchen Sie es später mit einem neuen Link.';

export const de: Strings = {
  name: 'Deutsch',
  locale: 'de',
  pageTitle: (heading, domain) => (domain === '' ? heading : `${heading} – ${domain}`),
  opening: { heading: 'Ihr Link wird geöffnet' },
  site: {
    profile: (name) => `Profil ${name}`,
  },
  consent: {
    heading: 'Bei dieser Website anmelden?',
    lead: 'Die Anmeldung läuft in einem eigenen Browser. Sie werden nur gefragt, was noch fehlt.',
    askedBy: 'Anfrage von',
    session: 'Sitzung',
    sessionValue: (profile) => `Bleibt im Profil „${profile}“.`,
    saved: 'Ihre Angaben',
    until: 'Offen bis',
    caution: 'Fahren Sie nur fort, wenn Sie das erwartet haben.',
    go: 'Weiter',
  },
  discovering: {
    heading: 'Die Anmeldeseite wird geöffnet',
    lead: 'Das dauert meist nur ein paar Sekunden.',
    slow: 'Es läuft noch. Manche Websites brauchen eine Minute; lassen Sie diese Seite einfach offen.',
  },
  question: {
    password: 'Passwort eingeben',
    code: 'Code eingeben',
    values: 'Fehlende Angaben eingeben',
    option: 'Wie soll es weitergehen?',
    mfa: 'Bestätigen Sie, dass Sie es sind',
    sso: 'Wie möchten Sie sich anmelden?',
    again: 'Bitte noch einmal versuchen',
    options: 'Möglichkeiten',
    factors: 'Wege zur Bestätigung',
    providers: 'Andere Wege zur Anmeldung',
    or: 'oder',
    go: 'Weiter',
    sending: 'Wird verschlüsselt und gesendet',
    choose: 'Bitte wählen',
    optional: 'freiwillig',
    continueWith: (provider) => `Weiter mit ${provider}`,
    sentTo: (target) => `an ${target}`,
  },
  mfa: {
    sms: 'SMS',
    call: 'Anruf',
    email: 'E-Mail',
    totp: 'Authenticator-App',
    push: 'Am Telefon bestätigen',
    password: 'Passwort',
    security_key: 'Sicherheitsschlüssel',
    switch: 'Anderen Weg nehmen',
  },
  field: {
    show: 'Passwort anzeigen',
    hide: 'Passwort verbergen',
    capsLock: 'Die Feststelltaste ist an.',
    required: 'Bitte ausfüllen.',
    email: 'E-Mail',
    username: 'Benutzername',
    phone: 'Telefonnummer',
    password: 'Passwort',
    code: 'Code',
    unnamed: 'Wert',
    siteSays: (domain, text) => `${domain} meldet: „${text}“`,
    rejected: (domain) => `${domain} hat das nicht angenommen. Bitte geben Sie etwas anderes ein.`,
    empty: 'Bei der Website kam hier nichts an. Bitte noch einmal eingeben.',
  },
  submitting: {
    heading: 'Anmeldung läuft',
    lead: 'Die Website prüft die Angaben.',
    saving: 'Angemeldet. Die Sitzung wird gespeichert und geprüft.',
    codeHeading: 'Warten auf einen neuen Code',
    codeLead: (time) => `Der letzte Einmalcode ist schon verbraucht. Um ${time} geht es von selbst weiter.`,
  },
  external: {
    heading: 'Auf dem anderen Gerät bestätigen',
    fallback: 'Die Website wartet auf Ihre Bestätigung, zum Beispiel in einer App auf Ihrem Telefon.',
    lead: 'Diese Seite geht von selbst weiter.',
  },
  success: {
    heading: 'Sie sind angemeldet',
    lead: 'Die Sitzung wurde gespeichert und geprüft.',
    until: (time) => `Sie hält voraussichtlich bis ${time}.`,
    close: 'Sie können diese Seite schließen.',
    back: (host) => `Weiter zu ${host}`,
    leaving: (host) => `Weiter zu ${host} …`,
  },
  failed: {
    heading: 'Das hat nicht geklappt',
    unknown: words('Die Anmeldung endete ohne Sitzung.', newLink),
    back: (host) => `Zurück zu ${host}`,
    reference: 'Kennung',
  },
  ended: {
    heading: 'Diese Anmeldung ist beendet',
    expired: 'Es kam keine rechtzeitige Antwort. Ihre Angaben wurden gelöscht.',
    canceled: 'Sie wurde abgebrochen. Ihre Angaben wurden gelöscht.',
  },
  gone: {
    heading: 'Dieser Link gilt nicht mehr',
    lead: 'Er wurde schon benutzt oder ist zu alt. Jeder Link gilt einmal und nur für kurze Zeit.',
    next: 'Bitten Sie die Person, die ihn geschickt hat, um einen neuen.',
  },
  unreachable: {
    heading: 'Keine Verbindung',
    lead: 'Der Server antwortet nicht. Ihr Link ist nicht verbraucht.',
    retry: 'Noch einmal versuchen',
  },
  unsupported: {
    heading: 'Dieser Browser kann nicht sicher verschlüsseln',
    lead: 'Diese Seite verschlüsselt Ihre Angaben vor dem Absenden. Dafür braucht es einen aktuellen Chrome, Edge, Firefox oder Safari und eine https-Adresse.',
    next: 'Öffnen Sie den Link in einem anderen Browser. Er ist nicht verbraucht.',
  },
  trouble: {
    moved_on: 'Die Website ist inzwischen weiter. Bitte antworten Sie auf das, was sie jetzt fragt.',
    busy: 'Gerade kommen zu viele Anfragen. Warten Sie kurz und senden Sie dann noch einmal; Ihre Eingabe ist noch da.',
    offline: 'Keine Verbindung. Ihre Eingabe ist noch da; senden Sie sie noch einmal, wenn Sie online sind.',
    refused: 'Das wurde nicht angenommen. Bitte prüfen Sie Ihre Eingabe.',
    failed: 'Bei uns ist etwas schiefgegangen. Ihre Eingabe ist noch da; bitte senden Sie sie noch einmal.',
  },
  lost: 'Verbindung verloren. Neuer Versuch …',
  sealed:
    'In diesem Browser verschlüsselt, bevor es gesendet wird. Nur der Rechner, der die Anmeldung ausführt, kann es lesen.',
  saved: {
    kept: (name) =>
      `Nach erfolgreicher Anmeldung verschlüsselt gespeichert als „${name}“, für spätere Anmeldungen. Einmalcodes werden nie gespeichert.`,
    notKept: 'Nicht gespeichert. Ihre Angaben dienen nur dieser Anmeldung und werden dann gelöscht.',
    code: 'Nicht gespeichert. Ein Einmalcode wird einmal benutzt und dann gelöscht.',
  },
  deadline: {
    until: (time) => `Offen bis ${time}`,
    soon: 'Diese Seite schließt in weniger als zwei Minuten.',
  },
  errors: {
    login_form_not_found: words('Auf der Website wurde kein Anmeldeformular gefunden.', tell),
    domain_not_allowed: words('Die Anmeldung führte zu einer anderen Website; dort wurde nichts eingegeben.', tell),
    website_error: words('Die Website ist gerade gestört.', later),
    network_error: words('Die Website ist nicht erreichbar.', later),
    credentials_invalid: words(
      'Die Website hat die Angaben nicht angenommen.',
      'Prüfen Sie, ob Sie sich dort selbst anmelden können, und bitten Sie dann um einen neuen Link.',
    ),
    totp_rejected: words(
      'Die Website hat die Codes des hinterlegten Authenticators abgelehnt.',
      `Der Schlüssel muss neu hinterlegt werden. ${tell}`,
    ),
    mfa_required: words('Die Website verlangt einen zweiten Schritt, der nicht angegeben wurde.', newLink),
    external_action_required: words(
      'Die Website wartet auf Ihre Bestätigung auf einem anderen Gerät.',
      `Bestätigen Sie dort. ${newLink}`,
    ),
    external_action_timeout: words(
      'Die Anmeldung wurde auf dem anderen Gerät nicht rechtzeitig bestätigt.',
      'Bitten Sie um einen neuen Link und bestätigen Sie, sobald Sie gefragt werden.',
    ),
    unsupported_auth_method: words(
      'Die Website bietet keinen Anmeldeweg, der hier funktioniert.',
      'Ein Passwort oder eine Authenticator-App für Ihr Konto hilft weiter.',
    ),
    bot_detected: words('Die Website hielt die Anmeldung für einen Roboter und brach sie ab.', tell),
    captcha_blocked: words('Die Website verlangt ein Bilderrätsel, das sich hier nicht lösen lässt.', tell),
    account_locked: words(
      'Die Website meldet, dass Ihr Konto gesperrt ist.',
      'Entsperren Sie es bei der Website selbst. Es wurde nichts weiter versucht.',
    ),
    rate_limited: words('Die Website bittet, vor dem nächsten Versuch zu warten.', later),
    ambiguous_form: words('Auf der Website kommen mehrere Formulare für die Anmeldung in Frage.', tell),
    insecure_page: words('Die Anmeldeseite ist nicht durch https geschützt; dort wurde nichts eingegeben.', tell),
    insecure_form: words(
      'Das Formular der Website würde das Passwort in einer Adresse zeigen; es wurde nicht abgeschickt.',
      tell,
    ),
    value_too_long: words(
      'Was einzugeben war, ist länger, als die Website erlaubt.',
      'Prüfen Sie den Wert bei der Website und bitten Sie dann um einen neuen Link.',
    ),
    element_not_found: words('Die Seite hat sich mitten in der Anmeldung geändert.', newLink),
    max_attempts_reached: words(
      'Für dieses Konto gab es zu viele Versuche.',
      'Warten Sie, prüfen Sie Ihr Passwort bei der Website und bitten Sie dann um einen neuen Link.',
    ),
    max_steps_exceeded: words('Die Anmeldung der Website kam zu keinem Ende.', tell),
    stuck_in_loop: words('Die Website fragte ohne Angabe eines Grundes dasselbe noch einmal.', tell),
    session_not_kept: words(
      'Die Website hat Sie angemeldet, die Sitzung aber nicht behalten.',
      `Es wurde nichts gespeichert. ${tell}`,
    ),
    password_change_required: words(
      'Die Website verlangt zuerst ein neues Passwort.',
      'Ändern Sie es bei der Website und bitten Sie dann um einen neuen Link.',
    ),
    enrollment_required: words(
      'Die Website verlangt, dass Sie zuerst einen weiteren Weg einrichten, Anmeldungen zu bestätigen.',
      'Melden Sie sich dort einmal selbst an und bitten Sie dann um einen neuen Link.',
    ),
    session_elsewhere: words(
      'Die Website sagt, dass Ihr Konto gerade anderswo benutzt wird.',
      'Melden Sie sich dort ab und bitten Sie dann um einen neuen Link.',
    ),
    wrong_account: words(
      'Die Website kennt diesen Browser als jemand anderen.',
      'Wer die Anmeldung eingerichtet hat, sieht im Profil nach, wer dort angemeldet ist.',
    ),
    identity_check: words(
      'Die Website verlangt etwas von Ihnen, das nur dort geht.',
      'Melden Sie sich dort einmal selbst an und bitten Sie dann um einen neuen Link.',
    ),
    consent_denied: words('Was die Anwendung verlangte, wurde abgelehnt.', newLink),
    awaiting_input_timeout: words('Die Zeit für eine Antwort ist vorbei.', newLink),
    start_not_authorized: words('Diese Anmeldung hat jemand gestartet, der das nicht darf.', newLink),
    browser_error: words('Der Browser, der anmeldet, ist ausgefallen.', newLink),
    internal_error: words('Bei uns ist etwas schiefgegangen.', newLink),
  },
};
