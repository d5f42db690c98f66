-- Values are sealed for the workers (sealing 'TINK_HPKE'); those of before (sealing 'PLAIN') are with the next definition.
-- By its fingerprint, a keyed hash whose key is not in here, a value that is sent again is known again; null: it is not.
alter table server_secret add column fingerprint bytea;
