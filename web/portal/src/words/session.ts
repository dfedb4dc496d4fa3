import { wordTable } from './words.ts';

export const sessionWords = wordTable({
  signInTitle: { es: 'Entrar en Aljibe', en: 'Sign in to Aljibe' },
  askForLink: {
    es: 'Este portal es para quien tiene una cuenta. Se entra con un enlace de un solo uso: pídalo a quien lleva Aljibe en su centro.',
    en: 'This portal is for those who have an account. A link lets you in once: ask whoever runs Aljibe at your school for one.',
  },
  howToLink: { es: 'Quien lo lleva hace uno así:', en: 'They make one with:' },
  entering: { es: 'Entrando', en: 'Signing in' },
  signOut: { es: 'Salir', en: 'Sign out' },
  account: { es: 'Cuenta', en: 'Account' },
  allSchools: { es: 'Todos los centros', en: 'All schools' },
  notForRole: { es: 'No está a la vista de su papel', en: 'Not for your role' },
  notForRoleWhy: {
    es: 'Esto se hace con datos que su papel no ve.',
    en: 'This is made of data that your role does not see.',
  },
  data_engineer: { es: 'Ingeniería de datos', en: 'Data engineer' },
  analyst: { es: 'Análisis', en: 'Analyst' },
  headmaster: { es: 'Dirección', en: 'Headmaster' },
  registrar: { es: 'Secretaría', en: 'Registrar' },
  counsellor: { es: 'Orientación', en: 'Counsellor' },
  data_protection_officer: { es: 'Protección de datos', en: 'Data protection officer' },
});
