using ContentApi.Core.Model;
using ContentApi.Publishing;
using FluentValidation;

namespace ContentApi.Newsroom.Publications;

internal sealed class WithdrawalRequestValidator : AbstractValidator<WithdrawalRequest>
{
    public WithdrawalRequestValidator()
    {
        RuleFor(withdrawal => withdrawal.Reason).Text(2000).NotEmpty().When(withdrawal => withdrawal.Reason is not null);
        RuleFor(withdrawal => withdrawal.InternalReason).Text(2000).NotEmpty().When(withdrawal => withdrawal.InternalReason is not null);
    }
}
