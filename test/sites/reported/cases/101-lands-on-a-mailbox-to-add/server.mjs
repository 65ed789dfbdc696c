// The first page behind the login offers to add a mailbox: a form with a name and a password that are none of ours, partly filled in. No way out in sight.
import { alert, form, html, NAME, site, usual } from '../../kit.mjs';

const page = (words) =>
  form(words, { title: 'Connexion', name: 'Identifiant', word: 'Mot de passe', action: '/login', lang: 'fr' });
const line = (words, name, more = '') => `<p><label>${words}<br><input name="${name}" ${more}></label></p>`;
const start = html(
  'Courrier',
  `<header><b>Courrier</b> <nav><a href="/accueil">Boîtes</a> <a href="/aide">Aide</a></nav></header><h1>Ajouter une boîte aux lettres</h1><p>Vous n’avez pas encore de boîte. Indiquez où relever le courrier.</p>
<form method="post" action="/boites">${line('Nom de la boîte', 'titre', 'value="Travail"')}${line('Serveur', 'serveur', 'value="imap.example.com" required')}
${line('Port', 'port', 'type="number" value="993"')}${line('Utilisateur', 'utilisateur', 'value="anna"')}${line('Mot de passe (facultatif)', 'secret', 'type="password"')}
${line('Dossier', 'dossier', 'value="INBOX"')}<button>Ajouter</button></form>`,
  '',
  'fr',
);
site({
  ...usual({ page, next: { to: '/accueil', logIn: NAME }, no: alert('Identifiant ou mot de passe incorrect.') }),
  '/': ({ user }) => ({ to: user ? '/accueil' : '/login' }),
  '/accueil': ({ user }) => (user ? start : { to: '/login' }),
  'POST /boites': () => start,
});
