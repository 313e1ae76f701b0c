"""Labels in running text without markup."""
