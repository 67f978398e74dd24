"""What a firm does about exams for its people (单位报考): it takes seats in a sitting for members."""
