// The form is in a frame, which says no in plain text.
import { account, home, html, isRight, letIn, site } from '../../kit.mjs';

const framed = (words = '') =>
  html(
    'acceso',
    `<font color="red">${words}</font><form method="post" action="/marco"><p>Usuario: <input name="username"></p><p>Clave: <input name="password" type="password"></p><input type="submit" value="Ingresar"></form>`,
    '',
    'es',
  );
site({
  '/': home,
  '/account': account,
  '/login': () => html('Sede', '<h1>Acceso</h1><iframe src="/marco" width="400" height="300"></iframe>', '', 'es'),
  'GET /marco': () => framed(),
  'POST /marco': ({ form }) =>
    isRight(form)
      ? { logIn: letIn.logIn, body: '<script>parent.location = "/account"</script>' }
      : framed('Usuario o clave inválidos'),
});
