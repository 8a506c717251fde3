using ContentApi.Core.Model;
using ContentApi.Publishing;
using FluentValidation;

namespace ContentApi.Newsroom.Publications;

internal sealed class WithdrawalRequestValidator : AbstractValidator<WithdrawalRequest>
{
    public WithdrawalRequestValidator()
    {
        RuleFor(withdrawal => withdrawal.Reason).Reason();
        RuleFor(withdrawal => withdrawal.InternalReason).Reason();
    }
}
