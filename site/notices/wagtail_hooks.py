from wagtail import hooks

from notices.office import NoticeRulesViewSet


@hooks.register("register_admin_viewset")
def which_mail_goes_when() -> NoticeRulesViewSet:
    return NoticeRulesViewSet()
