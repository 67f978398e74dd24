"""Settings of signing in: passwords, codes, second factors, accounts elsewhere (allauth); part of settings.py."""

from config.ground import DEBUG
from config.providers import providers
from core.env import env

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend", "allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "full_name")},
    },
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/learn/"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_CHANGE = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
# Six figures: what everyone here knows a code to be. Three tries, then it is void.
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
# One person, one address: a new one takes the old one's place once its code has come back.
ACCOUNT_CHANGE_EMAIL = True
# A mail tells of every change of password or address.
ACCOUNT_EMAIL_NOTIFICATIONS = True
# No "remember me": a session ends after SESSION_COOKIE_AGE, or by signing out.
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
# A class of 60 behind one address must be able to sign in; the limit per account stays tight.
ACCOUNT_RATE_LIMITS = {"login": "300/m/ip", "signup": "100/m/ip", "login_failed": "60/m/ip,5/5m/key"}
# What sends text messages: "accounts.sms.ConsoleBackend" prints them; empty: nobody is asked for a number.
SMS_BACKEND = env("HAIZHUN_SMS_BACKEND", default="")
if SMS_BACKEND:
    ACCOUNT_LOGIN_METHODS = {"email", "phone"}
ACCOUNT_PHONE_VERIFICATION_TIMEOUT = 600
# Which of our forms stand in for allauth's.
ACCOUNT_FORMS = {
    "login": "accounts.forms.LoginForm",
    "signup": "accounts.forms.SignupForm",
    "request_login_code": "accounts.forms.RequestLoginCodeForm",
    "confirm_login_code": "accounts.forms.ConfirmLoginCodeForm",
    "confirm_email_verification_code": "accounts.forms.ConfirmEmailForm",
    "change_email": "accounts.forms.OtherEmailForm",
    "add_email": "accounts.forms.NewEmailForm",
    "reset_password": "accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "accounts.forms.ResetPasswordKeyForm",
    "change_password": "accounts.forms.ChangePasswordForm",
    "set_password": "accounts.forms.SetPasswordForm",
    "reauthenticate": "accounts.forms.ReauthenticateForm",
    "change_phone": "accounts.forms.PhoneForm",
    "verify_phone": "accounts.forms.PhoneCodeForm",
}

# A second factor, which some roles must have (accounts/second_factor.py). A demo asks nobody for one.
MFA_ADAPTER = "accounts.second_factor.Adapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODE_DIGITS = 10
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG  # http://localhost
MFA_REQUIRED = env.bool("HAIZHUN_MFA_REQUIRED", default=not DEBUG)
MFA_ROLES = env.list(
    "HAIZHUN_MFA_ROLES", default=["administrator", "examiner", "regulator", "education_reviewer", "school_editor", "auditor"]
)
MFA_FORMS = {
    "authenticate": "accounts.forms.FactorForm",
    "reauthenticate": "accounts.forms.FactorAgainForm",
    "activate_totp": "accounts.forms.ActivateAppForm",
    "add_webauthn": "accounts.forms.AddKeyForm",
    "edit_webauthn": "accounts.forms.EditKeyForm",
}

# Accounts elsewhere by which one may sign in (config/providers.py); none makes an account here.
SOCIALACCOUNT_ADAPTER = "accounts.outside.OutsideAdapter"
SOCIALACCOUNT_PROVIDERS = providers()
# Off: accounts are made by an administrator only.
SIGNUP_OPEN = env.bool("HAIZHUN_SIGNUP_OPEN", default=True)
