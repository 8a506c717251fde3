using ContentApi.Core.Model;
using ContentApi.Publishing;
using FluentValidation;

namespace ContentApi.Newsroom.Publications;

internal sealed class WithdrawalRequestValidator : AbstractValidator<WithdrawalRequest>
{
    public WithdrawalRequestValidator()
    {
        RuleFor(withdrawal => withdrawal.Reason).Lines(2000).Must(reason => reason is not "").WithMessage("must not be empty.");
        RuleFor(withdrawal => withdrawal.InternalReason).Lines(2000).Must(reason => reason is not "").WithMessage("must not be empty.");
    }
}
