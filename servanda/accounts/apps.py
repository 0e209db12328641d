from servanda.core.apps import Package


class AccountsConfig(Package):
    name = "servanda.accounts"
    label = "accounts"
    default = True
