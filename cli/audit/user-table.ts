import { visible } from '../../shared/messages/visible.ts';
import { table } from '../table.ts';
import type { DevicesShown, Known, UserLine } from './user-line.ts';

const HEAD = ['User', 'Last used', 'MFA', 'Priv.', 'Guard', 'Keys', 'Decision'];

/** Who has a password, one a line. */
export const userTable = (lines: readonly UserLine[]): readonly string[] => table(HEAD, lines.map(cells));

function cells(line: UserLine): readonly string[] {
  return [
    visible(line.userName),
    dayOf(line.passwordLastUsed),
    devicesCell(line.devices),
    yesNo(line.privileged),
    line.guarded === 'unknown' ? '?' : line.guarded ? 'on' : 'off',
    line.keysInUse === 'unknown' ? '?' : String(line.keysInUse),
    decisionCell(line),
  ];
}

const dayOf = (at: UserLine['passwordLastUsed']) => (typeof at === 'string' ? at : at.toISOString().slice(0, 10));

const yesNo = (known: Known<boolean>) => (known === 'unknown' ? '?' : known ? 'yes' : 'no');

const WORDS = { virtual: 'virtual', passkey: 'passkey', 'hardware-totp': 'token' } as const;

function devicesCell(devices: DevicesShown): string {
  switch (devices.kind) {
    case 'listed': {
      const counts = (['passkey', 'virtual', 'hardware-totp'] as const).flatMap((kind) => {
        const count = devices.kinds.filter((one) => one === kind).length;
        return count === 0 ? [] : [`${count} ${WORDS[kind]}`];
      });
      return counts.length === 0 ? 'none' : counts.join(', ');
    }
    case 'not-read':
      return 'MFA (kind not read)';
    case 'none-in-report':
      return 'none';
    case 'unknown':
      return '?';
  }
}

function decisionCell({ compliance, guarded }: UserLine): string {
  switch (compliance) {
    case 'non-compliant':
      return guarded === true ? 'must enrol' : 'attach guard';
    case 'insufficient-data':
      return 'not known';
    case 'compliant':
    case 'not-applicable':
      return compliance;
  }
}
