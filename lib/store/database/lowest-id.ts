/** The lowest UUID. No row has it, because ids are random: walks by id begin after it. */
export const LOWEST_ID = '00000000-0000-0000-0000-000000000000';
