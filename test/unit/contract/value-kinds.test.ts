import { describe, expect, it } from 'vitest';
import { isIdentifier, mayName } from '../../../contract/invocation/value-kinds.js';

describe('a value that says who somebody is', () => {
  it.each([
    ...[
      'email',
      'e_mail',
      'username',
      'user_id',
      'login',
      'account',
      'account_number',
      'phone',
      'mobile',
      'first_name',
    ],
    ...['company', 'company_id', 'organisation', 'tenant', 'branch', 'branch_code', 'date_of_birth', 'bday', 'country'],
    ...['customer_number', 'name', 'domain'],
  ])('%s travels', (key) => {
    expect(isIdentifier(key)).toBe(true);
  });

  it.each([
    ...['password', 'pin', 'code', 'secret', 'note', 'security_answer', 'account_pin', 'login_password', 'email_code'],
    ...[
      'user_secret',
      'memorable_name',
      'mother_maiden_name',
      'memorable_date',
      'phone_pin',
      'number',
      'id',
      'name2fa',
    ],
    ...['domain_password', 'account_key', 'name_of_first_pet'],
  ])('%s does not', (key) => {
    expect(isIdentifier(key)).toBe(false);
  });

  it('is one where the page takes it for one, and a password never is', () => {
    expect(isIdentifier('kundennummer', 'identifier')).toBe(true);
    for (const role of ['password', 'code', 'otp']) expect(isIdentifier('login', role)).toBe(false);
  });
});

describe('a value that may name an account', () => {
  it.each([
    ...['email', 'customer_number', 'benutzername', 'Kundennummer', 'anmelde_name', 'nom_utilisateur', 'identifiant'],
    ...['usuario', 'numero_cuenta', 'cpf', 'utente', 'gebruikersnaam', 'uzytkownik', 'kayttajatunnus', 'kullanici_adi'],
    ...['code_client', 'nickname', 'student_no'],
  ])('%s', (key) => {
    expect(mayName(key)).toBe(true);
  });

  it.each([
    ...['password', 'kennwort', 'benutzer_passwort', 'konto_pin', 'clave_usuario', 'senha', 'kundenkode', 'tunnusluku'],
    ...['tunnussana', 'gebruikerswachtwoord', 'usuario_respuesta', 'api_key', 'note', 'tan'],
  ])('%s is a secret', (key) => {
    expect(mayName(key)).toBe(false);
  });
});
