// Where ours answers otherwise than the official server, and why that is right. Each entry must be met exactly, in each of its steps.

/** Fields that only ours says, wherever they stand. */
export const FIELDS = [
  { line: '+ emailAuthFactor: false', reason: 'a field of the lexicon that later official versions say as well' },
  { line: '+ phoneVerificationRequired: false', reason: 'an optional field of the lexicon, said outright' },
]

const ERROR = ['error: "error"', 'message: string']
const SESSION = ['accessJwt: jwt', 'did: did', 'didDoc: object', 'handle: string', 'refreshJwt: jwt']
const only = (sign, lines) => lines.map((line) => `${sign} ${line}`)

/**
 * `official` and `ours` are the two outcomes, `where` the steps of each scenario, and `shape` the lines that only one of the answers has: `-` the
 * official one, `+` ours.
 */
export const DIFFERENCES = [
  {
    reason: 'a fault of this official version, whose later ones refuse it as ours does',
    official: '500 InternalServerError',
    ours: '400 InvalidRequest',
    where: {
      'a handle is found': ['that is none', 'no handle'],
      'a token that is not given': [
        'no audience', 'an audience that is no DID', 'a service without an id', 'a method that is none', 'a time that is none',
      ],
    },
  },
  {
    reason: 'a fault of this official version, which later ones do not have',
    official: '500 InternalServerError',
    ours: '200',
    shape: [...only('-', ERROR), '+ token: jwt'],
    where: { 'a token for a service': ['for a service by its id'] },
  },
  {
    reason: 'follows from the line before',
    official: 'missing',
    ours: 'seen',
    shape: [
      '+ {"iss":true,"aud":"did:web:service.example#atproto_pds","lxm":"com.atproto.repo.uploadBlob","rest":["exp","iat","jti"],"typ":"JWT","alg":"ES256K"}',
    ],
    where: { 'a token for a service': ['for a service by its id: says'] },
  },
  {
    reason: 'a fault of this official version: a name that is taken is a mistake of the caller',
    official: '500 InternalServerError',
    ours: '400 InvalidRequest',
    where: { 'passwords for apps that are refused': ['the second of its name'] },
  },
  {
    reason: 'not built: operators here take down and let be, and change nobody else',
    official: '401 AuthenticationRequired',
    ours: '501 MethodNotImplemented',
    where: { 'the operator changes a handle': ['the account itself', 'nobody'] },
  },
  {
    reason: 'not built: operators here take down and let be, and change nobody else',
    official: '200',
    ours: '501 MethodNotImplemented',
    shape: only('+', ERROR),
    where: { 'the operator changes a handle': ['the operator'] },
  },
  {
    reason: 'follows from the line before',
    official: '200',
    ours: '400 InvalidRequest',
    shape: ['- did: did', ...only('+', ERROR)],
    where: { 'the operator changes a handle': ['is found'] },
  },
  {
    reason: 'not built: a session of an account that is taken down, good for leaving only; whoever wants to leave asks the operator',
    official: '200',
    ours: '401 AccountTakedown',
    shape: [
      ...only('-', ['accessJwt: jwt', 'active: false', 'did: did', 'didDoc: object', 'email: email', 'emailConfirmed: false', 'handle: string']),
      ...only('-', ['refreshJwt: jwt', 'status: "takendown"']),
      ...only('+', ERROR),
    ],
    where: { 'an account that is taken down': ['signs in to leave'] },
  },
  {
    reason: 'follows from the line before',
    official: 'seen',
    ours: 'missing',
    shape: ['- "com.atproto.takendown"'],
    where: { 'an account that is taken down': ['with a weak token'] },
  },
  {
    reason: 'no list of throwaway domains is kept: it would be old before it is deployed; a mailed code says whether an address is real',
    official: '400 InvalidRequest',
    ours: '200',
    shape: [...only('-', ERROR), ...only('+', SESSION)],
    where: { 'what a sign-up must have': ['an e-mail of a throwaway domain'] },
  },
  {
    reason: 'only what is mailed counts: while the address is not confirmed, no code is needed and none is sent',
    official: 'seen',
    ours: 'seen',
    shape: ['- [200,200,200,200,200,429]', '+ [200,200,200,200,200,200]'],
    where: { 'what mails nothing': ['an address that is not confirmed, six times'] },
  },
  {
    reason: 'a password can be guessed here as well: counts as a sign-in of this account from this address',
    official: 'seen',
    ours: 'seen',
    shape: ['- 50', '+ 30'],
    where: { 'ends of accounts': ['wrong codes: allowed'] },
  },
  {
    reason: 'as the line before',
    official: 'seen',
    ours: 'seen',
    shape: [
      '- [{"limit":"50","remaining":"49","policy":"50;w=300","resets":true},{"limit":"50","remaining":"0","policy":"50;w=300","resets":true,"error":"RateLimitExceeded"}]',
      '+ [{"limit":"30","remaining":"29","policy":"30;w=300","resets":true},{"limit":"30","remaining":"0","policy":"30;w=300","resets":true,"error":"RateLimitExceeded"}]',
    ],
    where: { 'ends of accounts': ['wrong codes: first and last'] },
  },
  {
    reason: "the lexicon's own name for it; bcrypt reads 72 bytes of a password and no more",
    official: '400 InvalidRequest',
    ours: '400 InvalidPassword',
    where: { 'what a sign-up must have': ['a password of 257 letters'] },
  },
  {
    reason: 'a procedure that is asked as a query is refused before anything else is looked at',
    official: '401 AuthMissing',
    ours: '400 InvalidRequest',
    where: { 'what a sign-up must have': ['by GET'] },
  },
  {
    reason: 'an account that nobody can sign in to is of no use here: there is no other service that keeps its password',
    official: '200',
    ours: '400 InvalidRequest',
    shape: [...only('-', SESSION), ...only('+', ERROR)],
    where: { 'what a sign-up must have': ['no password'] },
  },
  {
    reason: 'a sign-up whose answer was lost can be repeated: whoever knows name, address and password gets a session of the one account',
    official: 'seen',
    ours: 'seen',
    shape: ['- 1', '+ 5'],
    where: { 'the same sign-up five times at once': ['are told of it'] },
  },
  {
    reason: 'nobody learns whether an address has an account',
    official: '400 InvalidRequest',
    ours: '200',
    shape: only('-', ERROR),
    where: { 'a forgotten password of nobody': ['an address that nobody has'] },
  },
  {
    reason: 'nobody learns whether an account exists: as a wrong password',
    official: '400 InvalidRequest',
    ours: '401 AuthenticationRequired',
    where: { 'an account is deleted': ['somebody who is nobody', 'is deleted once'] },
  },
  {
    reason: 'the name by which apps know that a session is over',
    official: '400 InvalidRequest',
    ours: '400 ExpiredToken',
    where: { 'an account is deleted': ['cannot go on', 'is nobody'] },
  },
  {
    reason: 'says why, in the words of every other method',
    official: '400 InvalidRequest',
    ours: '401 AccountTakedown',
    where: { 'an account that is taken down': ['is nobody'] },
  },
  {
    reason: 'the same operation again is answered as the first: a move that was broken off goes on',
    official: '400 InvalidRequest',
    ours: '200',
    shape: only('-', ERROR),
    where: { 'an operation is signed and submitted': ['the same once more'] },
  },
  {
    reason: 'a day: fewer refreshes, and a signed token needs no document to be read; a head document ends it at once',
    official: 'seen',
    ours: 'seen',
    shape: ['- 7200', '+ 86400'],
    where: { 'what the tokens say': ['access: lives'] },
  },
  {
    reason: 'a week',
    official: 'seen',
    ours: 'seen',
    shape: ['- 7776000', '+ 604800'],
    where: { 'what the tokens say': ['refresh: lives'] },
  },
  {
    reason: 'access tokens have a name of their own, which the refreshes that are raced share',
    official: 'seen',
    ours: 'seen',
    shape: [
      '- {"typ":"at+jwt","scope":"com.atproto.access","ofTheAccount":true,"rest":["aud"]}',
      '+ {"typ":"at+jwt","scope":"com.atproto.access","ofTheAccount":true,"rest":["aud","jti"]}',
    ],
    where: { 'what the tokens say': ['access'] },
  },
  {
    reason: 'the official server takes tokens of another service there; ours knows the operator alone',
    official: '401 BadJwtType',
    ours: '401 AuthenticationRequired',
    where: { 'who may take down': ['the account itself'] },
  },
]
